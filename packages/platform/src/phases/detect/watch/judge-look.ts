import { isEncryptionGrowth } from '../signals/growth.ts'
import { type ContentType, contentTypes } from '../validators/index.ts'
import { type Look, readWhole } from './look.ts'

export type Suspicion =
  | { readonly kind: 'none' }
  /** What was there is destroyed: certain enough for an alarm together with another file. */
  | { readonly kind: 'destroyed'; readonly why: string }
  /** The kind is the same; whether the content still is one, only a validator can say. */
  | { readonly kind: 'ask-validator' }
  /** A file that was not there before, of random bytes and no known kind: harmless, unless another one is gone for it. */
  | { readonly kind: 'random-newcomer' }

const none: Suspicion = { kind: 'none' }
const ask: Suspicion = { kind: 'ask-validator' }
const destroyed = (why: string): Suspicion => ({ kind: 'destroyed', why })

/** Readable before, and now a tenth of the bytes are none that people write (detect.md, rule L). */
const unreadable = 0.1
/** Of zeros every one is none that people write. */
const wiped = 0.99
/** Bytes that must be seen before a share of them means anything. */
const fewestBytes = 64
/** Noisy blocks of 16 bytes in what had hardly any: no edit of a text makes so many without changing its length. */
const fewestNoisy = 4
/** Footers of families are shorter (detect.md 8.2). */
const footerBytes = 4_096
/**
 * Judges a change by what was known of the file: randomness alone is nothing, randomness where there was structure
 * is destruction. Pure. An empty file says nothing yet: programs empty files before they write them anew.
 */
export function judgeLook(before: Look | undefined, now: Look): Suspicion {
  if (now.size === 0)
    return before?.type === undefined || before.type === 'text' || before.size === 0 ? none : ask
  if (before === undefined || before.size === 0) {
    const isHidden = now.type === undefined || sealed.has(now.type)
    const isNoise = isHidden && now.random > 0 && now.random === now.windows
    return isNoise ? { kind: 'random-newcomer' } : none
  }
  if (before.type === 'text') return judgeText(before, now)
  if (before.type === undefined)
    return becameRandom(before, now) ? destroyed('structured bytes became random ones') : none
  if (now.type === undefined) return judgeHeadless(before, now)
  if (now.type !== before.type) return ask
  const isDestroyed = structured.has(now.type)
    ? now.random >= before.random + 2
    : open.has(now.type) && becameRandom(before, now)
  return isDestroyed ? destroyed(`parts of the ${now.type} became random bytes`) : ask
}

function judgeText(before: Look, now: Look): Suspicion {
  if (now.size < fewestBytes) return none
  if (now.type === 'text') {
    if (isSpottedInside(before, now)) return destroyed('parts of a readable text became random bytes')
    return now.size === before.size || (now.isEven && !before.isEven) ? ask : none
  }
  if (now.type !== undefined) return ask
  const isWiped = now.isBlank && now.noise > wiped && now.size >= before.size
  if (isWiped) return destroyed('one and the same byte stands where a text was')
  const isSmall = now.windows === 0
  if (now.noise > unreadable && (now.random > 0 || (isSmall && now.noisy > 0)))
    return destroyed('readable text became random bytes')
  // Stripes and spots: no window is random as a whole, but blocks are, and the text is as long as it was.
  const growth = now.size - before.size
  const isSpotted = now.noisy >= before.noisy + fewestNoisy && growth >= 0 && growth <= footerBytes
  return isSpotted ? destroyed('parts of a readable text became random bytes') : none
}

/**
 * A tenth of a small text encrypted leaves it a text on the whole. Only where both were read from end to end: what is
 * seen of longer ones differs from look to look.
 */
function isSpottedInside(before: Look, now: Look): boolean {
  const growth = now.size - before.size
  return (
    now.size <= readWhole && now.noisy >= before.noisy + fewestNoisy && growth >= 0 && growth <= footerBytes
  )
}

/** A known beginning is gone. Whoever reserves space first has blank bytes there for a while. */
function judgeHeadless(before: Look, now: Look): Suspicion {
  const why = `the ${before.type} header is gone, random bytes are there`
  if (now.random > 0) return destroyed(why)
  if (!isEncryptionGrowth(before.size, now.size)) return none
  return now.isBlank ? ask : destroyed(why)
}

/** Windows of different counts say nothing: a small file was read whole. Reserved space that is filled lost nothing. */
function becameRandom(before: Look, now: Look): boolean {
  return before.windows === now.windows && now.random >= before.random + before.blank + 4
}

/** Kinds whose content is not compressed as a whole: random windows come and go in the others. */
const structured: ReadonlySet<string> = new Set(['sqlite', 'ole2', 'wasm'])
/** Kinds that hold whatever was put in, packed things too. */
const open = namesOf('open')
/** Containers that hide what is inside: a newcomer of such a kind is as strange as one of no kind. */
const sealed = namesOf('sealed')

function namesOf(content: ContentType['content']): ReadonlySet<string> {
  return new Set(contentTypes.filter((type) => type.content === content).map(({ name }) => name))
}
