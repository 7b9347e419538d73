import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vite'

/** Browsers that know `light-dark()` (2024); older ones would need every colour twice. */
const browsers = ['chrome123', 'firefox120', 'safari17.5']

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  build: {
    target: browsers,
    cssTarget: browsers,
    // The content security policy allows no `data:` addresses, on purpose.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
})
