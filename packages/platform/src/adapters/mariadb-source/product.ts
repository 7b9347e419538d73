import type { Product } from '../programs/index.ts'

export const mariadb: Product = { code: 'mariadb-failed', name: 'MariaDB' }
