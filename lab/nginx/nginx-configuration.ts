export interface NginxHost {
  readonly folder: string
  readonly address: string
  readonly httpPort: number
  readonly httpsPort: number
  readonly certificate: string
  readonly key: string
  /** `address:port` of the FastCGI server behind it. */
  readonly php: string
  /** Document root as the FastCGI server sees it. */
  readonly application: string
}

/** Main and `http` settings that any nginx of the lab needs: one process group, nothing outside its own folder. */
export function nginxFrame(folder: string, servers: string): string {
  return `daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log stderr warn;
events { worker_connections 512; }
http {
  access_log off;
  server_tokens off;
  default_type text/plain;
  types { text/html html; text/css css; text/plain txt; application/javascript js; image/svg+xml svg; }
  client_body_temp_path ${folder}/client-body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
${servers}
}
`
}

export function nginxConfiguration(host: NginxHost): string {
  return nginxFrame(host.folder, `${redirectServer(host)}\n${tlsServer(host)}`)
}

function redirectServer({ address, httpPort, httpsPort }: NginxHost): string {
  const port = httpsPort === 443 ? '' : `:${httpsPort}`
  return `  server {
    listen ${address}:${httpPort};
    return 301 https://$host${port}$request_uri;
  }`
}

function tlsServer(host: NginxHost): string {
  return `  server {
    listen ${host.address}:${host.httpsPort} ssl http2;
    ssl_certificate ${host.certificate};
    ssl_certificate_key ${host.key};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_ciphers ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305;
    ssl_prefer_server_ciphers off;
    ssl_session_cache shared:tls:1m;
    ssl_session_tickets off;
    add_header Strict-Transport-Security "max-age=31536000; includeSubDomains; preload" always;
    add_header X-Content-Type-Options nosniff always;
    client_max_body_size 1m;

    location /static/ { root ${host.folder}/static; expires 1h; }
    location = /nginx_status { stub_status; allow 127.0.0.0/8; deny all; }
    location = /api/webhook {
      # Request validation: what cannot be a webhook never reaches the application.
      if ($request_method != POST) { return 405; }
      if ($content_type !~ "^application/json") { return 415; }
      if ($http_signature = "") { return 400; }
      ${fastcgi(host)}
    }
    location / {
      ${fastcgi(host)}
    }
  }`
}

function fastcgi({ php, application }: NginxHost): string {
  const params = {
    SCRIPT_FILENAME: `${application}/index.php`,
    SCRIPT_NAME: '/index.php',
    DOCUMENT_ROOT: application,
    REQUEST_URI: '$request_uri',
    REQUEST_METHOD: '$request_method',
    QUERY_STRING: '$query_string',
    CONTENT_TYPE: '$content_type',
    CONTENT_LENGTH: '$content_length',
    SERVER_PROTOCOL: '$server_protocol',
    SERVER_NAME: '$host',
    REMOTE_ADDR: '$remote_addr',
    HTTPS: 'on',
  }
  const lines = Object.entries(params).map(([name, value]) => `fastcgi_param ${name} ${value};`)
  return [`fastcgi_pass ${php};`, 'fastcgi_connect_timeout 2s;', 'fastcgi_read_timeout 12s;', ...lines].join(
    '\n      ',
  )
}
