/** How a text of an entry kind reads the entry's data; what is missing there reads as a question mark. */
export interface EntryReader {
  readonly unit: string
  readonly text: (name: string) => string
  readonly moment: (name: string) => string
  readonly number: (name: string) => string
  readonly bytes: (name: string) => string
  readonly length: (name: string) => string
}
