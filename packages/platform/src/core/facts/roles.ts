import type { Field } from './field.ts'

/** Who may say what is so. Judgements are counsel's; money is also who pays. */
const factRoles = [
  'forensics',
  'security',
  'dpo',
  'legal',
  'lead',
  'management',
  'service-owner',
  'finance',
  'comms',
  'it',
] as const
const assessmentRoles = ['legal', 'dpo'] as const
const costRoles = ['finance', 'management', 'legal', 'lead'] as const

export function rolesFor({ group }: Pick<Field, 'group'>): readonly string[] {
  if (group === 'assessment') return assessmentRoles
  return group === 'cost' ? costRoles : factRoles
}
