/** Keys by which a request can be repeated without happening twice. */
interface RequestKeys {
  /** The same for the same body, until it is forgotten. */
  of(body: object): string
  /** It was answered: the next one, though it may read the same, is another. */
  forget(): void
}

/** One for each form: it knows the key of the body that was sent last. */
export function requestKeys(newKey = (): string => crypto.randomUUID()): RequestKeys {
  let last: { readonly body: string; readonly key: string } | undefined
  return {
    of(body) {
      const text = JSON.stringify(body)
      if (last?.body !== text) last = { body: text, key: newKey() }
      return last.key
    },
    forget() {
      last = undefined
    },
  }
}
