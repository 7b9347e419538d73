/** What a stage lacks, in the very words of the command line. */
export { missingText } from '../../../platform/src/core/response/stages/missing-text.ts'
