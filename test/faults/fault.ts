import type { Play } from './play.ts'
import type { Injection } from './injection.ts'

/** A kind of misfortune or attack, chosen and aimed by a seed. */
export interface Fault {
  readonly name: string
  /** How often it is drawn beside the others; 1 unless it is slow. */
  readonly weight?: number
  inject(play: Play): Injection
}
