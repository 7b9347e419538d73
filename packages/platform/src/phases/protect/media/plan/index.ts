/**
 * Which file goes onto which volume. Pure division in `volume-plan.ts`; the order comes from the repository.
 */
export { chooseFiles, chooseUnopened } from './choose-files.ts'
export { type PlannedVolume, planVolumes, type SetFiles } from './volume-plan.ts'
