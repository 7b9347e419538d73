import type { BlobId, PackId } from './id.ts'

/** A copy of a blob that could not be used; the blob itself was read, from another place. */
export interface BadCopy {
  readonly blob: BlobId
  readonly pack: PackId
  readonly offset: number
  /** What is wrong with it. */
  readonly message: string
}

/** Where reading tells of the bad copies that it passed over: nothing is lost yet, but a disk may be dying. */
export interface BadCopies {
  add(copy: BadCopy): void
  /** Collects from now on, each copy once, until it is disposed. */
  watch(): { readonly found: readonly BadCopy[] } & Disposable
}

/** A dead pack alone can hold ten thousand; more of them say nothing new. */
const maxKept = 10_000

/** `onBadCopy` hears of each copy once, however often it is met. */
export function createBadCopies(onBadCopy: (copy: BadCopy) => void = () => undefined): BadCopies {
  const collections = new Set<Map<string, BadCopy>>()
  const told = new Map<string, BadCopy>()
  return {
    add(copy) {
      const isNew = told.size < maxKept && !told.has(keyOf(copy))
      if (isNew) onBadCopy(copy)
      for (const copies of [told, ...collections]) if (copies.size < maxKept) copies.set(keyOf(copy), copy)
    },
    watch() {
      const copies = new Map<string, BadCopy>()
      collections.add(copies)
      return {
        get found() {
          return [...copies.values()]
        },
        [Symbol.dispose]: () => void collections.delete(copies),
      }
    },
  }
}

function keyOf({ blob, pack, offset }: BadCopy): string {
  return `${blob} ${pack} ${offset}`
}
