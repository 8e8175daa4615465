import { existsSync, readFileSync } from 'node:fs'
import { defineConfig } from '@playwright/test'

const demoFile = process.env.SWITCHYARD_DEMO ?? '.data/demo.json'
const baseURL = existsSync(demoFile) ? String(JSON.parse(readFileSync(demoFile, 'utf8')).url) : undefined
const executablePath = process.env.SWITCHYARD_BROWSER ?? '/usr/bin/chromium'

/** Journeys on the running demo: `npm test -- e2e` starts it; `npx playwright test` uses the one that runs. */
export default defineConfig({
  testDir: 'e2e',
  fullyParallel: false,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  outputDir: '.data/tests/e2e',
  use: {
    ...(baseURL ? { baseURL } : {}),
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      executablePath,
      args: [
        '--no-sandbox',
        '--disable-quic',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
})
