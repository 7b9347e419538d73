/**
 * What follows when the receipt of a letter is proved: the customer is informed.
 *
 *     receipt ─▶ statement delivered ─▶ notice received (nobody calls any more) ─▶ duty GDPR 33(2) met ─▶ its own 72 hours
 *
 * Guarantees: each of the steps happens once, also when the first try ended between two of them.
 * Not guaranteed: that the receipt is genuine; its hash is recorded, the file is kept as evidence.
 */
export { deliveredDuty, letterDelivered } from './letter-delivered.ts'
