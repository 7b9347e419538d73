/** Words for people, per language. */
export interface Words {
  readonly de: string
  readonly en: string
}
