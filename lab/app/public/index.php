<?php

declare(strict_types=1);

require __DIR__ . '/../bootstrap.php';
require __DIR__ . '/../storage.php';
require __DIR__ . '/../health.php';

header('X-Served-By: ' . Host::config('APP_HOST'));

try {
    route($_SERVER['REQUEST_METHOD'], rtrim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/', '/') ?: '/');
} catch (Throwable $error) {
    error_log($error->getMessage());
    answer(503, ['error' => 'this request could not be served']);
}

function route(string $method, string $path): void
{
    match ("$method $path") {
        'GET /', 'HEAD /' => page('AskProAI', 'The appointment assistant.'),
        'GET /health', 'HEAD /health' => health(),
        'GET /api/ping' => answer(200, ['pong' => true, 'host' => Host::config('APP_HOST')]),
        'POST /api/webhook' => webhook(),
        'POST /api/orders' => placeOrder(),
        'GET /admin' => page('AskProAI admin', 'Sign in to go on.'),
        default => answer(404, ['error' => 'no such page']),
    };
}

function health(): void
{
    $report = Health::report();
    header('Cache-Control: no-store');
    answer($report['status'] === 'ok' ? 200 : 503, $report);
}

/** Only what the sender has signed with the shared secret becomes a job. */
function webhook(): void
{
    $body = file_get_contents('php://input');
    $expected = hash_hmac('sha256', $body, Host::config('WEBHOOK_SECRET'));
    if (!hash_equals($expected, $_SERVER['HTTP_SIGNATURE'] ?? '')) {
        answer(401, ['error' => 'the signature does not match']);

        return;
    }
    $event = json_decode($body, true);
    if (!is_array($event)) {
        answer(422, ['error' => 'the body is no JSON object']);

        return;
    }
    answer(202, ['job' => Queue::push('webhooks', 'App\\Jobs\\HandleWebhook', $event)]);
}

/** The identity in the answer is the promise: the row is committed. */
function placeOrder(): void
{
    $order = json_decode(file_get_contents('php://input') ?: '{}', true);
    if (!is_array($order)) {
        answer(422, ['error' => 'the body is no JSON object']);

        return;
    }
    $reference = (string) ($order['reference'] ?? bin2hex(random_bytes(8)));
    Database::execute(
        'INSERT INTO orders (reference, host, created_at) VALUES (?, ?, NOW(3))',
        [$reference, Host::config('APP_HOST')],
    );
    answer(201, ['id' => (int) Database::connection()->lastInsertId(), 'reference' => $reference]);
}

function page(string $title, string $text): void
{
    header('Content-Type: text/html; charset=utf-8');
    echo "<!doctype html><html lang=\"de\"><title>$title</title><h1>$title</h1><p>$text</p></html>\n";
}

function answer(int $status, array $body): void
{
    http_response_code($status);
    header('Content-Type: application/json');
    echo json_encode($body, JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
}
