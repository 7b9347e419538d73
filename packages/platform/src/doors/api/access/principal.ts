/** Who asks, as far as it was proven. */
export interface Principal {
  /** The name that goes into the evidence. */
  readonly name: string
  readonly kind: 'account' | 'person'
}
