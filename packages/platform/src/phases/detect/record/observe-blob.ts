import type { BlobObserver } from '@anlauf/repository'

import { chunkEncoder } from './chunk-record.ts'
import { measureChunk } from './measure-chunk.ts'

const encode = chunkEncoder()

/** The record of a blob while a backup stores it: `detect features` would make the same one later. */
export const observeBlob: BlobObserver = (plain, takeCensus) => encode(measureChunk(plain, takeCensus))
