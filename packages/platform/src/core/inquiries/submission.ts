import { plainText } from '../updates/index.ts'
import { emailAddress } from './email-address.ts'
import { type InquiryTopic, inquiryTopics, type InquiryWords } from './inquiry.ts'

/** Fields of the form, in the order in which they are asked. */
export const formFields = [
  'name',
  'customer',
  'email',
  'phone',
  'service',
  'topic',
  'message',
  'language',
  'callTime',
  'consent',
] as const
export type FormField = (typeof formFields)[number]

/** Longest texts in characters; a message of 5,000 is two printed pages. */
export const longest = {
  name: 120,
  customer: 120,
  email: 254,
  phone: 40,
  callTime: 120,
  message: 5000,
} as const

export type FieldProblem =
  | 'missing'
  | 'tooLong'
  | 'noAddress'
  | 'noNumber'
  | 'noWay'
  | 'noChoice'
  | 'noConsent'
  | 'customerOrNone'

/** What somebody typed, kept as it was so that nothing has to be typed twice. */
export type Typed = Readonly<Partial<Record<FormField | 'noCustomer', string>>>

export interface Submission {
  readonly words: InquiryWords
  readonly topic: InquiryTopic
  readonly service?: string
  readonly language: 'de' | 'en'
}

/** Reads what the form sent: a whole submission, or every problem by field, in the order of the fields. */
export function readSubmission(
  fields: URLSearchParams,
  { services, language }: { readonly services: readonly string[]; readonly language: 'de' | 'en' },
):
  | { readonly submission: Submission }
  | { readonly problems: ReadonlyMap<FormField, FieldProblem>; readonly typed: Typed } {
  const line = (name: string): string =>
    plainText(fields.get(name) ?? '')
      .replaceAll(/\s+/g, ' ')
      .trim()
  const typed: Typed = {
    name: line('name'),
    customer: line('customer'),
    noCustomer: fields.has('noCustomer') ? 'yes' : '',
    email: line('email'),
    phone: line('phone'),
    service: line('service'),
    topic: line('topic'),
    message: plainText(fields.get('message') ?? '')
      .replaceAll('\r\n', '\n')
      .trim(),
    language: line('language') || language,
    callTime: line('callTime'),
    consent: fields.has('consent') ? 'yes' : '',
  }
  const problems = new Map<FormField, FieldProblem>()
  for (const field of formFields) {
    const problem = problemOf(field, typed, services)
    if (problem !== undefined) problems.set(field, problem)
  }
  if (problems.size > 0) return { problems, typed }
  return { submission: submissionOf(typed) }
}

function problemOf(field: FormField, typed: Typed, services: readonly string[]): FieldProblem | undefined {
  const text = typed[field] ?? ''
  if (field in longest && text.length > longest[field as keyof typeof longest]) return 'tooLong'
  switch (field) {
    case 'name':
    case 'message':
      return text === '' ? 'missing' : undefined
    case 'customer':
      return (text === '') === (typed.noCustomer === 'yes') ? undefined : 'customerOrNone'
    case 'email':
      if (text === '') return typed.phone === '' ? 'noWay' : undefined
      return emailAddress(text) === undefined ? 'noAddress' : undefined
    case 'phone':
      if (text === '') return undefined
      return /^\+?[\d\s()/.-]+$/.test(text) && text.replaceAll(/\D/g, '').length >= 5 ? undefined : 'noNumber'
    case 'service':
      return text === 'other' || services.includes(text) ? undefined : 'noChoice'
    case 'topic':
      return inquiryTopics.includes(text as InquiryTopic) ? undefined : 'noChoice'
    case 'language':
      return text === 'de' || text === 'en' ? undefined : 'noChoice'
    case 'consent':
      return text === 'yes' ? undefined : 'noConsent'
    case 'callTime':
      return undefined
  }
}

function submissionOf(typed: Typed): Submission {
  const { name = '', customer, phone, callTime, message = '', service, topic, language } = typed
  const email = emailAddress(typed.email ?? '')
  return {
    words: {
      name,
      message,
      ...(customer && { customer }),
      ...(email !== undefined && { email }),
      ...(phone && { phone }),
      ...(callTime && { callTime }),
    },
    topic: topic as InquiryTopic,
    ...(service !== undefined && service !== 'other' && { service }),
    language: language === 'en' ? 'en' : 'de',
  }
}
