import { type ContentType, contentTypes } from '../validators/index.ts'
import type { Look } from './look.ts'

export type Suspicion =
  | { readonly kind: 'none' }
  /** What was there is destroyed: certain enough for an alarm together with another file. */
  | { readonly kind: 'destroyed'; readonly why: string }
  /** The kind is the same; whether the content still is one, only a validator can say, once writing has stopped. */
  | { readonly kind: 'ask-validator' }
  /** A file that was not there before, of random bytes and no known kind: harmless, unless another one is gone for it. */
  | { readonly kind: 'random-newcomer' }

const none: Suspicion = { kind: 'none' }
/** Readable before, and now a tenth of the bytes are none that people write (detect.md, rule L). */
const unreadable = 0.1
/** Bytes that must be seen before a share of them means anything. */
const fewestBytes = 64

/**
 * Judges a change by what was known of the file: randomness alone is nothing, randomness where there was structure
 * is destruction. Pure. An empty file says nothing: programs empty files before they write them anew.
 */
export function judgeLook(before: Look | undefined, now: Look): Suspicion {
  if (now.size === 0) return none
  const isRandom = now.random > 0
  if (before === undefined || before.size === 0) {
    const isNoise = (now.type === undefined || sealed.has(now.type)) && isRandom && now.random === now.windows
    return isNoise ? { kind: 'random-newcomer' } : none
  }
  if (before.type === 'text') {
    if (now.type === 'text' || now.size < fewestBytes) return none
    if (now.type !== undefined) return { kind: 'ask-validator' }
    const isSmall = now.windows === 0
    return now.noise > unreadable && (isRandom || isSmall)
      ? { kind: 'destroyed', why: 'readable text became random bytes' }
      : none
  }
  if (before.type !== undefined && now.type === undefined && isRandom) {
    return { kind: 'destroyed', why: `the ${before.type} header is gone, random bytes are there` }
  }
  if (now.type !== undefined) {
    const isMoreRandom = now.type === before.type && now.random >= before.random + 2
    const isDestroyed = structured.has(now.type)
      ? isMoreRandom
      : open.has(now.type) && becameRandom(before, now)
    return isDestroyed && now.type === before.type
      ? { kind: 'destroyed', why: `parts of the ${now.type} became random bytes` }
      : { kind: 'ask-validator' }
  }
  return becameRandom(before, now) ? { kind: 'destroyed', why: 'structured bytes became random ones' } : none
}

/** Windows of different counts say nothing: a small file was read whole. */
function becameRandom(before: Look, now: Look): boolean {
  return before.windows === now.windows && now.random >= before.random + 4
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
