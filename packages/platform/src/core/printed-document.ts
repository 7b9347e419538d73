/** A document for paper, before it has a form: what stands in it, in which language, in which order. */
export interface PrintedDocument {
  readonly title: string
  /** Of what stands outside the parts, and of the document as a whole. */
  readonly language: 'de' | 'en'
  readonly parts: readonly PrintedPart[]
  /** Address, reference and date of a letter; without it the document begins with its title. */
  readonly letter?: LetterHead
  /** Large and pale behind every page: a draft is never taken for the real one. */
  readonly watermark?: string
  /** A line at the head of every page, such as the mark of an exercise. */
  readonly banner?: string
  /** At the foot of every page, beside its number. */
  readonly footer?: readonly string[]
}

/** What is written in one language. The second part of a bilingual letter begins on a page of its own. */
export interface PrintedPart {
  readonly language: 'de' | 'en'
  readonly blocks: readonly PrintedBlock[]
}

export type PrintedBlock =
  | { readonly kind: 'heading'; readonly level: 1 | 2 | 3; readonly text: string }
  | { readonly kind: 'text'; readonly text: string; readonly isStrong?: boolean }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  /** Names and values side by side, such as a date and a number. */
  | { readonly kind: 'facts'; readonly facts: readonly (readonly [name: string, value: string])[] }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** Shares of the width; even ones without. */
      readonly shares?: readonly number[]
    }
  /** A link as a QR code, printed beside its words, for who reads paper with a phone. */
  | { readonly kind: 'code'; readonly link: string; readonly caption: string }

/** A letter after DIN 5008, form B: it fits a window envelope. */
export interface LetterHead {
  /** Letters of the sender, large at the head. */
  readonly sender: string
  /** The small line above the address. */
  readonly returnTo: string
  /** Above the address, such as "Registered". */
  readonly note?: string
  /** At most six lines are shown; more are joined. */
  readonly address: readonly string[]
  /** Beside the address: our reference, date, contact. */
  readonly reference: readonly (readonly [name: string, value: string])[]
}

/** `at` becomes the document's time; the same document and time give the same bytes. */
export type RenderDocument = (document: PrintedDocument, at: Date) => Uint8Array
