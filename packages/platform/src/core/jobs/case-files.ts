import { AnlaufError } from '../failure.ts'
import type { Job } from './job.ts'

/** Where the work of a case lies below the workplace's folder. Names are made of ids that were checked. */
export interface CaseFiles {
  readonly cleanRoom: string
  readonly quarantine: string
  readonly released: string
  readonly handedBack: string
  /** What a job makes as its own: plan, queue or export. */
  readonly made: (job: Pick<Job, 'kind' | 'unit' | 'attempt'>) => string
}

export function caseFiles(folder: string, caseId: string): CaseFiles {
  const base = `${folder}/cases/${plainName(caseId)}`
  return {
    cleanRoom: `${base}/clean-room`,
    quarantine: `${base}/quarantine`,
    released: `${base}/released`,
    handedBack: `${base}/handed-back`,
    made: ({ kind, unit, attempt }) => {
      const name = unit === undefined ? kind : `${kind}-of-${plainName(unit)}`
      return `${base}/${name}-${attempt}${kind === 'export' || kind === 'drill' ? '' : '.json'}`
    },
  }
}

/** An id that is a file's name on any disk, and no flag. The ids of cases and units are; whatever else is refused. */
export function plainName(id: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/.test(id) && !id.includes('..')) return id
  throw new AnlaufError('input-invalid', `"${id.slice(0, 80)}" cannot be the name of a folder.`, {
    hint: 'Work for it is started from the command line, where every path is named by hand.',
  })
}
