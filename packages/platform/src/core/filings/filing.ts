/** A document for one recipient that is drafted, approved and submitted. */
export interface FilingName {
  readonly duty: string
  readonly tenant?: string
  /** Group of persons that a letter is for. */
  readonly group?: string
  readonly language: 'de' | 'en'
}

/** The name of a filing in the log: `gdpr-33-1 de`, `gdpr-33-2 nordwind de`, `gdpr-34 group:employees en`. */
export function filingName({ duty, tenant, group, language }: FilingName): string {
  return [
    duty,
    ...(tenant === undefined ? [] : [tenant]),
    ...(group === undefined ? [] : [`group:${group}`]),
    language,
  ].join(' ')
}

/** The duty that a filing's name begins with; ids have no blanks. */
export function dutyOfFiling(name: string): string {
  return name.split(' ', 1)[0] ?? name
}

/** One revision of a filing, as the log knows it: hashes and counts, none of its words. */
export interface Revision extends FilingName {
  readonly revision: number
  /** SHA-256 over everything the recipient would read. */
  readonly contentHash: string
  /** The same with durations that still grow taken by the hour: another minute is no other document. */
  readonly substance: string
  /** Digests of the view and of the rules it was made under. */
  readonly view: string
  readonly rules: string
  readonly sheet: { readonly version: number; readonly hash: string }
  /** The entry of the log up to which it knows the case, and that entry's hash. */
  readonly head: { readonly entry: number; readonly hash: string }
  /** Required answers that nobody gave. */
  readonly missing: readonly string[]
}

/** What the words of a revision lie in; rows can be deleted, the log cannot. */
export interface DraftStore {
  /** Keeps drafts by their content; before the log names them, so that no hash is without its words. */
  keep(caseId: string, drafts: readonly KeptDraft[]): Promise<void>
  /** By their content hashes; those that were deleted are missing. */
  find(caseId: string, contentHashes: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Deletes the words of all filings of a case; what the log knows of them stays. */
  erase(caseId: string): Promise<number>
}

export interface KeptDraft {
  readonly filing: string
  readonly contentHash: string
  /** The draft as JSON. */
  readonly content: string
}
