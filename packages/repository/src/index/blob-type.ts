export type BlobType = 'data' | 'tree'
