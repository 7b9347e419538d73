import { type Database, evidenceLog } from '../../packages/platform/src/adapters/database/index.ts'
import { draftOf } from '../../packages/platform/src/core/case/index.ts'

/** Puts a declared case into a database: what mail belongs to. */
export async function declareCase(database: Database, id: string, { exercise = false } = {}): Promise<void> {
  const event = {
    type: 'case.declared',
    title: 'Angriff',
    exercise,
    tenants: ['nordwind'],
    services: ['mail'],
  } as const
  await evidenceLog(database).append(id, [draftOf(event, { at: '2026-11-23T03:00:00.000Z', actor: 'lea' })])
}
