/** Sends one message; throws with what went wrong. */
export type SendMessage = (message: {
  readonly to: string
  readonly subject: string
  readonly text: string
}) => Promise<void>
