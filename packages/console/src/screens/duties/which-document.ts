/** Which of a duty's documents: its language, whose it is, for which persons. */
export interface Which {
  readonly language: 'de' | 'en'
  readonly tenant?: string
  readonly group?: string
}
