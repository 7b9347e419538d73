import type { RelayTls } from '../../core/deliveries/index.ts'
import type { DkimKeys } from './dkim.ts'
import type { RelayLog } from './relay-log.ts'

/** A mail server that takes mail from us. In clear only on this machine. */
export interface Relay {
  readonly host: string
  readonly port: number
  readonly tls: RelayTls
  readonly user?: string
  readonly password?: string
}

/** Where the mail of an exercise goes, all of it. */
export interface MailExercise {
  readonly relay: Relay
  readonly mailbox: string
}

/** How mail leaves the house. */
export interface MailSetup {
  readonly relay: Relay
  readonly from: { readonly name: string; readonly address: string }
  /** Bounces come to it as `name+TOKEN@domain`. */
  readonly bounces: string
  readonly dkim?: DkimKeys
  readonly exercise?: MailExercise
  /** Asked what became of a mail when our sender died in the middle of it. */
  readonly relayLog?: RelayLog
  /** Mails on their way at once; also how many a crash leaves of unknown outcome at most. */
  readonly connections?: number
  /** What the relay, or its reputation, bears. */
  readonly perSecond?: number
}
