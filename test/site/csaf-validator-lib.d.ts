/** The part of the validator that the tests use; the package ships no types. */
declare module '@secvisogram/csaf-validator-lib/basic.js' {
  import type { DocumentTest } from '@secvisogram/csaf-validator-lib/validate.js'

  const tests: Readonly<Record<string, DocumentTest>>
  export = tests
}

declare module '@secvisogram/csaf-validator-lib/validate.js' {
  export type DocumentTest = (document: unknown) => unknown

  interface Finding {
    readonly instancePath: string
    readonly message?: string
  }

  export default function validate(
    tests: readonly DocumentTest[],
    document: unknown,
  ): Promise<{
    readonly isValid: boolean
    readonly tests: readonly {
      readonly name: string
      readonly isValid: boolean
      readonly errors: readonly Finding[]
    }[]
  }>
}
