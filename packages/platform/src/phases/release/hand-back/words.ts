import type { HandBackForm } from '../../../core/case/index.ts'
import type { DatabaseEngine, ReasonCode } from '../../recover/index.ts'
import type { MissingFile } from './deviations.ts'

/** Every sentence of a receipt and its leaflet. One language, one object; the compiler notices what is missing. */
export interface HandBackWords {
  readonly language: 'de' | 'en'
  /** For `Intl`. */
  readonly locale: string
  readonly languageName: string
  readonly title: string
  readonly exercise: string
  readonly from: (provider: string) => string
  readonly handedBack: (time: string) => string
  readonly whatYouGot: string
  readonly contents: (files: string, bytes: string) => string
  readonly forms: Readonly<Record<HandBackForm, string>>
  readonly restorePoints: (count: number, first: string, last: string) => string
  readonly checked: (clean: string, engine: string) => string
  readonly released: (time: string, people: number) => string
  readonly howToOpen: string
  readonly openFiles: string
  readonly openTar: string
  readonly openRepository: string
  readonly passwordApart: string
  readonly openDatabases: string
  readonly openWith: Readonly<Record<DatabaseEngine, (version: string) => string>>
  readonly database: (name: string, tables: string, rows: string) => string
  readonly databaseAsOf: (time: string) => string
  readonly verifyReceipt: string
  readonly fingerprintApart: string
  readonly notAsBefore: string
  readonly nothingMissing: string
  readonly nothingOlder: string
  readonly missingCount: (count: string) => string
  readonly olderCount: (count: string, most: string) => string
  readonly olderCountNoAge: (count: string) => string
  readonly missingReasons: Readonly<Record<MissingFile['reason'], string>>
  readonly olderReasons: Readonly<Record<ReasonCode, string>>
  readonly reviewedCount: (count: string) => string
  readonly releasedCount: (count: string) => string
  readonly namedIn: (file: string) => string
  readonly age: (amount: number, unit: 'day' | 'hour' | 'minute') => string
  readonly ageUnknown: string
  readonly notRestored: string
  readonly whomToAsk: string
  readonly askProvider: (provider: string) => string
  readonly reference: (caseId: string, unit: string) => string
  readonly newPasswords: string
  readonly moreInList: (count: string, file: string) => string
  readonly digests: string
  readonly meaning: string
}
