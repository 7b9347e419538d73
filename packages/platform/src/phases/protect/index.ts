/**
 * Protect: copies of the data in layers, before anything happens.
 */
export { lockFolder } from './folder-lock.ts'
export * from './layers/index.ts'
export * from './media/index.ts'
