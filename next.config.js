/** @type {import('next').NextConfig} */
const config = {
  poweredByHeader: false,
  // Errors in types and style are found by their own checks, once, and not again by every build.
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: [
    '@prisma/client',
    '@prisma/adapter-pg',
    'pg',
    'pino',
    'prom-client',
    'ssh2',
    'pdfkit',
  ],
  // Event streams end by themselves; compressing them would hold their messages back.
  compress: false,
}

export default config
