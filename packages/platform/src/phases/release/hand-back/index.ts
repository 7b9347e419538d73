/**
 * One tenant's data, back with the tenant, in a form that opens without us.
 *
 *     released folder ─hash against manifest─▶ outgoing (files │ tar │ restic repository) ─read back─▶ receipt
 *                                                                      event ─▶ folder, one switch
 *
 * Guarantees: only what the gate let out goes out, and every byte of it was read twice: on its way and where it was
 * written. Nothing that the manifest does not name goes along. A difference, a stop or a kill leaves nothing that
 * the tenant could see; the same call goes on or begins anew. The receipt is signed, says what is older or missing
 * and why, and shows with a shell and openssl that the release is in the evidence log.
 * Not guaranteed: owners and empty folders; who made a repository could know its master key.
 */
export type { HandBackProgress } from './data-facts.ts'
export { handBack, type HandBackOptions, type HandBackResult } from './hand-back.ts'
export type { Leaflet, LeafletColumn, LeafletSection, RenderLeaflet } from './leaflet.ts'
export type { Parties, Receipt } from './receipt.ts'
