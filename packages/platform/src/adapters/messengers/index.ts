/**
 * Messages to people: mail and webhooks.
 *
 *     { to, subject, text } ─▶ SMTP server │ POST as JSON
 *
 * Guarantees: a message goes to exactly the address that was given, once; a failure is said in words that name neither
 * the address nor the server's password. Not guaranteed: that it was read. An accepted mail can still bounce.
 */
export { smtpMessenger } from './smtp.ts'
export { webhookMessenger } from './webhook.ts'
export type { SendMessage } from './send-message.ts'
