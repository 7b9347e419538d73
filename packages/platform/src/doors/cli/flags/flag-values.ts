import { AnlaufError } from '../../../core/failure.ts'

/** An ISO 8601 time with zone, such as `2026-11-23T03:00:00Z`; a time without zone is refused. */
export function parseTime(text: string): Date {
  const time = new Date(text)
  if (Number.isNaN(time.getTime()) || !/(?:Z|[+-]\d\d:?\d\d)$/.test(text)) {
    throw new AnlaufError('input-invalid', `"${text}" is not a time with zone.`, {
      hint: 'Write it like 2026-11-23T03:00:00Z or 2026-11-23T04:00:00+01:00.',
    })
  }
  return time
}

/** A witness's name: it becomes part of file names and of lines in notes. */
export function parseWitnessName(text: string): string {
  if (/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) return text
  throw new AnlaufError('input-invalid', `"${text}" is no name for a witness.`, {
    hint: 'Use small letters, digits and "-", for instance dpo or forensics-2.',
  })
}

/** A size such as `500MB`, `10GiB` or plain bytes. Decimal units are powers of 1,000, binary ones of 1,024. */
export function parseSize(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([KMGT]?)(i?)B?$/i.exec(text.trim())
  if (match === null) {
    throw new AnlaufError('input-invalid', `"${text}" is not a size.`, {
      hint: 'Write it like 500MB, 10GB or 64MiB.',
    })
  }
  const power = ['', 'K', 'M', 'G', 'T'].indexOf((match[2] ?? '').toUpperCase())
  return Math.round(Number(match[1]) * (match[3] === '' ? 1000 : 1024) ** power)
}

/** A size as restic reads it: `500M`, `10G` or plain bytes; the suffixes are powers of 1,024. */
export function parseResticSize(text: string): number {
  const match = /^(\d{1,15})([bkmgt]?)$/i.exec(text.trim())
  if (match !== null) return Number(match[1]) * 1024 ** 'bkmgt'.indexOf((match[2] || 'b').toLowerCase())
  throw new AnlaufError('input-invalid', `"${text}" is not a size.`, {
    hint: 'Write it like 500M, 10G or 4096.',
  })
}

/** restic's `2026-11-23 03:00:00` in local time, or an ISO 8601 time with zone. */
export function parseResticTime(text: string): Date {
  const local = /^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text)
  const time = local === null ? parseTime(text) : new Date(text.replace(' ', 'T'))
  if (!Number.isNaN(time.getTime())) return time
  throw new AnlaufError('input-invalid', `"${text}" is not a time.`, {
    hint: 'Write it like "2026-11-23 03:00:00" or 2026-11-23T03:00:00Z.',
  })
}

/**
 * A moment as `restic find` takes it: `2026-11-23` or `23.11.2026`, with a clock `03:00` or `03:00:00` in local
 * time or with an offset `+0100`; or an ISO 8601 time with zone.
 */
export function parseMoment(text: string): Date {
  const found =
    /^(?:(\d{4})-(\d\d)-(\d\d)|(\d\d)\.(\d\d)\.(\d{4}))(?: (\d\d:\d\d)(:\d\d)?(?: ([+-]\d\d)(\d\d))?)?$/.exec(
      text,
    )
  if (found === null) return parseTime(text)
  const [
    ,
    year,
    month,
    day,
    otherDay,
    otherMonth,
    otherYear,
    clock = '00:00',
    seconds = ':00',
    hours,
    minutes,
  ] = found
  const date = `${year ?? otherYear}-${month ?? otherMonth}-${day ?? otherDay}`
  const zone = hours === undefined ? '' : `${hours}:${minutes}`
  const time = new Date(`${date}T${clock}${seconds}${zone}`)
  if (!Number.isNaN(time.getTime())) return time
  throw new AnlaufError('input-invalid', `"${text}" is not a time.`, {
    hint: 'Write it like 2026-11-23 or "2026-11-23 03:00".',
  })
}

/** restic's list of tags: `a,b`. */
export function parseTags(text: string): readonly string[] {
  return text.split(',')
}

/** restic's `--group-by`: `host`, `paths`, `tags`, separated by commas; nothing for no groups. */
export function parseGroupBy(text: string): readonly ('host' | 'paths' | 'tags')[] {
  return text
    .split(',')
    .filter((word) => word !== '')
    .map((word) => {
      const field = word === 'hosts' ? 'host' : word === 'path' || word === 'tag' ? `${word}s` : word
      if (field === 'host' || field === 'paths' || field === 'tags') return field
      throw new AnlaufError('input-invalid', `"${word}" divides no snapshots.`, {
        hint: 'Write host, paths and tags, separated by commas.',
      })
    })
}

/** A whole number of at least zero. */
export function parseCount(text: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new AnlaufError('input-invalid', `"${text}" is not a whole number.`, {
      hint: 'Give digits only, for example 42.',
    })
  }
  return Number(text)
}

/** A case id: it names files and logs, so it is plain. */
export function parseCaseId(text: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(text)) return text
  throw new AnlaufError('input-invalid', `"${text}" is no case id.`, {
    hint: 'Use letters, digits, ".", "_" and "-", at most 64, for instance 2026-03-ransomware.',
  })
}

/** A short text for people on one line, at most 200 characters. */
export function parseLine(text: string): string {
  if (
    text.trim() !== '' &&
    text.length <= 200 &&
    text.isWellFormed() &&
    !/[\p{Cc}\u2028\u2029]/u.test(text)
  ) {
    return text.trim()
  }
  throw new AnlaufError('input-invalid', 'The text is empty, longer than 200 characters or not one line.', {
    hint: 'Write one short line.',
  })
}
