/** A password or key that cannot be printed by accident: neither JSON nor `util.inspect` show it. */
export interface Secret {
  reveal(): string
}

/** Wraps a secret text. */
export function secret(text: string): Secret {
  return Object.freeze({ reveal: () => text, toJSON: () => '***' })
}
