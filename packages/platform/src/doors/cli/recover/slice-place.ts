import { AnlaufError } from '../../../core/failure.ts'
import { caseFlag } from '../case/access.ts'
import type { UnitFlags } from './add-database-piece.ts'
import { type EngineFlags, engineFlags } from './engine-flags.ts'

/** Where a tenant's part of a database goes: a folder outside of any case, or a unit of one. */
export interface SlicePlaceFlags extends EngineFlags {
  readonly out?: string
  readonly case?: string
  readonly unit?: string
  readonly cleanRoom?: string
  readonly quarantine?: string
}

export type SlicePlace =
  | { readonly kind: 'folder'; readonly out: string }
  | { readonly kind: 'unit'; readonly unit: UnitFlags }

const text = { kind: 'parsed', parse: String } as const

export const slicePlaceFlags = {
  out: { ...text, optional: true, brief: 'New folder for it, outside of any case', placeholder: 'folder' },
  case: { ...caseFlag, optional: true },
  unit: {
    ...text,
    optional: true,
    brief: 'The unit (tenant) of the case that it belongs to',
    placeholder: 'id',
  },
  cleanRoom: { ...text, optional: true, brief: 'Clean room of the unit', placeholder: 'folder' },
  quarantine: {
    ...text,
    optional: true,
    brief: 'Folder for sealed values that are not clean',
    placeholder: 'folder',
  },
  ...engineFlags,
} as const

/** Throws `input-invalid` when neither or both are named, or a unit by halves. */
export function slicePlace(flags: SlicePlaceFlags): SlicePlace {
  const { out, unit, cleanRoom, quarantine } = flags
  if (out !== undefined && flags.case === undefined && unit === undefined) return { kind: 'folder', out }
  if (out === undefined && flags.case !== undefined) {
    if (unit !== undefined && cleanRoom !== undefined && quarantine !== undefined) {
      return { kind: 'unit', unit: { ...flags, case: flags.case, unit, cleanRoom, quarantine } }
    }
  }
  throw new AnlaufError('input-invalid', 'A slice goes into a folder or into a unit of a case.', {
    hint: 'Give --out FOLDER, or all of --case, --unit, --clean-room and --quarantine.',
  })
}

/** Said of a slice that went into a folder. */
export const notInCase =
  'Nothing of it was scanned, and no case knows of it: with --case and --unit it goes through the gate.'
