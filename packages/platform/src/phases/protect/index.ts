/**
 * Protect: copies of the data in layers, before anything happens.
 */
export * from './media/index.ts'
