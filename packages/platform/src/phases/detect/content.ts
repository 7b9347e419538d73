import { type ContentType, promisedType, sniff, textType } from './validators/index.ts'

/**
 * What the bytes of one version are. `whole`: valid to the last byte. `trailing`: valid, but more bytes
 * follow. `unchecked`: too large to check, the magic bytes stand. `untyped`: nothing known.
 */
export interface Content {
  readonly type: ContentType | undefined
  readonly state: 'whole' | 'trailing' | 'broken' | 'unchecked' | 'untyped'
  /** A checksum or a decoder has proved every part that carries content. */
  readonly deep: boolean
  /** The bytes say by themselves what they are; false when only the name or the old version does. */
  readonly sniffed: boolean
  readonly flavour?: string
  /** Where the format says that it ends; missing where nothing says so. */
  readonly end?: number
  /** Why it is broken, for people. */
  readonly what: string
}

/** Checks bytes as what they say they are; when they say nothing, as what they should be. */
export function contentOf(
  bytes: Uint8Array,
  { expected, complete }: { expected: ContentType | undefined; complete: boolean },
): Content {
  const found = sniff(bytes)
  const type = found ?? expected
  const sniffed = found !== undefined
  if (type === undefined) return { type, state: 'untyped', deep: false, sniffed, what: 'it is nothing known' }
  if (!complete && type !== textType) {
    return sniffed
      ? { type, state: 'unchecked', deep: false, sniffed, what: '' }
      : { type, state: 'broken', deep: false, sniffed, what: 'the header is gone' }
  }
  const validity = type.validate(bytes)
  if (validity.state === 'broken') return { type, state: 'broken', deep: false, sniffed, what: validity.what }
  const { depth, end, flavour } = validity
  return {
    type,
    state: end === bytes.length ? 'whole' : 'trailing',
    deep: depth !== 'structure',
    sniffed,
    end,
    ...(flavour === undefined ? {} : { flavour }),
    what: end === bytes.length ? '' : `${bytes.length - end} bytes follow its end`,
  }
}

const pictures = new Set(['png', 'jpeg', 'gif', 'riff'])

/** Pictures are exchanged for one another by people who do not care about the ending. */
export function isPicture(type: ContentType | undefined): boolean {
  return pictures.has(type?.name ?? '')
}

/** True when the new content is of the kind that the old one was, or that the new name promises. */
export function isSameKind(old: Content, now: Content, path: string): boolean {
  const promised = promisedType(path)?.name === now.type?.name && flavourFits(path, now)
  if (old.type === undefined || old.state === 'untyped' || old.state === 'broken') return promised
  if (old.type === now.type) return old.flavour === now.flavour || (promised && old.flavour === undefined)
  return promised || (isPicture(old.type) && isPicture(now.type))
}

/** A name that promises an office document is not kept by just any archive. */
export function flavourFits(path: string, content: Content): boolean {
  if (content.type?.name !== 'zip') return true
  if (/\.(?:docx|xlsx|pptx)$/i.test(path)) return content.flavour === 'ooxml'
  if (/\.(?:odt|ods|odp)$/i.test(path)) return content.flavour?.includes('opendocument') === true
  return true
}
