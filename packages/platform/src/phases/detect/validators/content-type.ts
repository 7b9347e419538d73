import type { Pattern } from './beginnings.ts'
import type { Validator } from './validity.ts'

export interface ContentType {
  readonly name: string
  /** How a file of the type begins, in one of these ways; none for text. */
  readonly magic?: readonly Pattern[]
  /** Endings that promise this type. */
  readonly endings: readonly string[]
  /**
   * `packed`: the content may look random when all is well. `open`: it looks like what was put in, so that random
   * bytes in a sound structure are no excuse. `sealed`: encrypted by its owner, or by somebody else.
   */
  readonly content: 'packed' | 'open' | 'sealed'
  readonly validate: Validator
}
