import type { Seal } from './seal.ts'

/**
 * Who may sign, and what people signed. Kept with everything that a verifier needs years later, without our database:
 * public keys, what the authenticators returned, who vouched for whom.
 */
export type IdentityEvent =
  | {
      /** A passkey counts in this case from here on. */
      readonly type: 'credential.registered'
      readonly person: string
      readonly roles: readonly string[]
      /** SPKI in PEM, and SHA-256 of its DER. */
      readonly publicKey: string
      readonly keyId: string
      /** As the authenticator names it, base64url, and the domain it works for. */
      readonly credentialId: string
      readonly rpId: string
      /** Two people who know the person and the key; or who on the host let the first ones in. */
      readonly vouchers: readonly Voucher[]
      readonly genesis?: string
    }
  | {
      /** Signatures by this key count no more, those on what is not released yet included. */
      readonly type: 'key.revoked'
      readonly keyId: string
      readonly person: string
      readonly by: string
      readonly reason: string
    }
  | {
      readonly type: 'approval.requested'
      /** Random: names the request, and no two are alike. */
      readonly request: string
      readonly subject: Subject
      readonly contentHash: string
      /** The content itself, or its facts for people, where it is small. */
      readonly content?: Content
      readonly scope: Scope
      readonly quorum: number
      /** Signers hold one of these; empty: any role that may approve. */
      readonly roles: readonly string[]
      /** Each signer for another of the roles. */
      readonly distinctRoles?: true
      /** Whose content it is: they never count. */
      readonly authors: readonly string[]
      readonly reason: string
      readonly by: string
      readonly expiresAt: string
      readonly exercise: boolean
      /** Where the signers' pages come from; passkeys sign it. */
      readonly origin?: string
      /** Hash of this entry; whoever reads it from the log adds it, nobody writes it. */
      readonly head?: string
    }
  | {
      readonly type: 'approval.given'
      readonly request: string
      readonly verdict: 'approve' | 'reject'
      readonly person: string
      readonly role: string
      readonly reason: string
      readonly signedAt: string
      readonly seal: Seal
    }
  | {
      /** One's own signature, or with `whole` the request. */
      readonly type: 'approval.withdrawn'
      readonly request: string
      readonly person: string
      readonly whole: boolean
      readonly reason: string
    }
  | {
      /** The statement of operators that a gate shall let something through all the same. */
      readonly type: 'override.recorded'
      readonly unit: string
      readonly request: string
      /** The facts of the unit that it holds for, and no others. */
      readonly facts: string
      readonly skips: readonly string[]
      readonly people: readonly string[]
      /** Nobody else could be reached; the request stood open for everybody before. */
      readonly alone?: true
      readonly reason: string
      readonly until: string
    }

/**
 * What an approval is about. A unit: its release. A queue: one decision on some groups. A filing: a document for one
 * recipient. A fact: an answer, or that one is taken back. Letters: what tenants are told. Findings: what was found about
 * their data. A claim: what the register says.
 */
export interface Subject {
  readonly kind:
    | 'unit'
    | 'queue'
    | 'override'
    | 'stage'
    | 'update'
    | 'content'
    | 'filing'
    | 'fact'
    | 'letters'
    | 'findings'
    | 'claim'
  readonly name: string
}

export type Content = { readonly [name: string]: string | number | boolean | null | readonly string[] }

/** Whom it touches. */
export interface Scope {
  readonly tenants: readonly string[]
  readonly services: readonly string[]
  readonly audience?: string
}

/** One person's signature under another one's registration. */
export interface Voucher {
  readonly person: string
  readonly seal: Seal
}
