import { renderDocument } from '../../../adapters/documents/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { exerciseMark } from '../../../core/response/index.ts'
import {
  addresseeOf,
  type StatementContent,
  statementLetter,
} from '../../../phases/comply/statements/index.ts'

/** A letter as it would be posted, or marked as a draft; without the code of a notice. One takes about 10 ms. */
export function letterPdf(
  content: StatementContent,
  estate: Estate,
  { contentHash, isApproved }: { readonly contentHash: string; readonly isApproved: boolean },
): Uint8Array<ArrayBuffer> {
  const { exercise, tenant } = content
  const { address, language } = addresseeOf(estate, tenant, { exercise, mark: exerciseMark })
  const document = statementLetter(content, estate, {
    address,
    language,
    contentHash,
    isApproved,
    files: `${tenant}-r${content.revision}`,
    isRegistered: false,
    ...(exercise && { mark: exerciseMark }),
  })
  return new Uint8Array(renderDocument(document, new Date(content.at)))
}
