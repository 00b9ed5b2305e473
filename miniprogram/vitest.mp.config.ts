import { defineConfig } from 'vitest/config'

// Needs the compiled mini-programs: `npm run build:mp` first.
export default defineConfig({ test: { environment: 'jsdom', include: ['tests/mp/**/*.test.ts'], pool: 'forks' } })
