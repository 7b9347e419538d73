import type { Principal } from './access/principal.ts'

/** What travels with a request. */
export interface ApiEnv {
  Variables: {
    /** Set once somebody proved who they are. */
    principal?: Principal
  }
}
