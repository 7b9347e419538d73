import { words } from '../../words/language.tsx'

/** Kinds of entries that people look for together. */
export const kindGroups = {
  case: [
    'case.declared',
    'case.extended',
    'case.reopened',
    'case.closed',
    'isolation.proven',
    'scope.stated',
    'exercise.scored',
  ],
  plan: [
    'plan.adopted',
    'plan.proposed',
    'plan.approved',
    'stage.started',
    'stage.filled',
    'stage.approved',
    'stage.done',
    'stage.skipped',
    'stage.failed',
    'stage.reopened',
  ],
  recovery: [
    'unit.restorePointsChosen',
    'unit.givenOut',
    'unit.restored',
    'unit.verified',
    'unit.scanned',
    'unit.databaseAdded',
    'unit.databaseRefused',
    'database.recovered',
    'item.quarantined',
    'item.sentToReview',
  ],
  decisions: [
    'unit.queued',
    'unit.decided',
    'unit.approved',
    'approver.registered',
    'credential.registered',
    'key.revoked',
    'approval.requested',
    'approval.given',
    'approval.withdrawn',
    'override.recorded',
  ],
  release: ['unit.released', 'unit.handedBack'],
  inform: [
    'update.drafted',
    'update.approved',
    'update.rejected',
    'update.published',
    'claim.stated',
    'service.stated',
  ],
  clocks: [
    'clock.profiled',
    'clock.started',
    'clock.met',
    'clock.signed',
    'clock.reopened',
    'clock.approaching',
    'clock.missed',
  ],
  work: ['work.asked', 'work.rescued', 'work.ended'],
} as const

export type KindGroup = keyof typeof kindGroups
export const groupNames = Object.keys(kindGroups) as readonly KindGroup[]

export const groupWords = words<Record<KindGroup, string>>({
  en: {
    case: 'Case',
    plan: 'Plan and stages',
    recovery: 'Recovery',
    decisions: 'Decisions and signatures',
    release: 'Release and hand-back',
    inform: 'What was said',
    clocks: 'Clocks',
    work: 'Work',
  },
  de: {
    case: 'Fall',
    plan: 'Plan und Schritte',
    recovery: 'Wiederherstellung',
    decisions: 'Entscheidungen und Unterschriften',
    release: 'Freigabe und Übergabe',
    inform: 'Was gesagt wurde',
    clocks: 'Fristen',
    work: 'Arbeit',
  },
})
