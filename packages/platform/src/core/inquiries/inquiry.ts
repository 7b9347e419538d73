/** What an inquiry is, which decides who looks at it and by which clock. */
export const inquiryClasses = ['question', 'data-subject', 'press', 'authority', 'security'] as const
export type InquiryClass = (typeof inquiryClasses)[number]

/** What people can choose on the form. */
export const inquiryTopics = [
  'status',
  'data',
  'access',
  'contract',
  'data-protection',
  'press',
  'authority',
  'other',
] as const
export type InquiryTopic = (typeof inquiryTopics)[number]

/**
 * `unconfirmed` waits for the link in a mail; `open` waits for us; `set-aside` is the attacker's or a program's, which nobody answers;
 * `answered` waits for the person; `solved` is done.
 */
export const inquiryStates = ['unconfirmed', 'open', 'set-aside', 'answered', 'solved'] as const
export type InquiryState = (typeof inquiryStates)[number]

export const inquiryChannels = ['form', 'mail', 'phone'] as const
export type InquiryChannel = (typeof inquiryChannels)[number]

/** How somebody was recognised before anything was said that concerns one customer only. */
export const identityChecks = ['known-data', 'call-back', 'portal'] as const
export type IdentityCheck = (typeof identityChecks)[number]

/** Why a data subject's request may take longer (GDPR Art. 12(3)). */
export const extensionReasons = ['complexity', 'number'] as const
export type ExtensionReason = (typeof extensionReasons)[number]

/** What a person wrote. All of it is personal; none of it goes into the evidence. */
export interface InquiryWords {
  readonly name: string
  /** Company or customer number; absent: no customer. */
  readonly customer?: string
  readonly email?: string
  readonly phone?: string
  /** When a call suits. */
  readonly callTime?: string
  readonly message: string
}

/** One inquiry as it stands. Times are ISO 8601 in UTC. */
export interface Inquiry {
  readonly reference: string
  /** The case during which it came. */
  readonly caseId?: string
  /** An incident and an exercise were open when it came, and nobody said yet whose it is: no mail goes to anybody. */
  readonly undecided?: boolean
  readonly channel: InquiryChannel
  readonly class: InquiryClass
  readonly topic: InquiryTopic
  /** Id of a service of the estate. */
  readonly service?: string
  readonly language: 'de' | 'en'
  readonly state: InquiryState
  readonly receivedAt: string
  /** Since when we owe an answer. */
  readonly openedAt?: string
  /** Until when; stays when it was missed. */
  readonly answerBy?: string
  readonly answeredAt?: string
  /** The approved answer that was given. */
  readonly answerId?: string
  readonly closedAt?: string
  /** When a person was told that the own request takes longer, and why. */
  readonly extendedAt?: string
  readonly extendedBecause?: ExtensionReason
  readonly identity?: IdentityCheck
  /** How often the person said that it is not solved. */
  readonly reopened: number
  /** Answers that came after their time, or not yet. */
  readonly breaches: number
  /** Reminders that were given for the time that runs now: 12 h, 4 h, over. */
  readonly reminded: number
  /** Absent once it was deleted; what stays serves statistics. */
  readonly words?: InquiryWords
  /** 16 random bytes in hex: key of its links and of the hash in the evidence; goes with the words. */
  readonly secret?: string
}
