#!/usr/bin/env bash
# run_pair.sh EXPECTED "PRODUCER ARGS" "CONSUMER ARGS": runs both at once in a fresh folder. Fails if either fails or if no
# line of the consumer's output holds EXPECTED.
set -u
expected=$1
folder=$(mktemp -d)
trap 'kill "$producer" 2>/dev/null; rm -rf "$folder"' EXIT
cd "$folder" || exit 1
$2 >producer.out 2>&1 &
producer=$!
$3 >consumer.out 2>&1
consumer_status=$?
wait "$producer"
producer_status=$?
sed 's/^/producer: /' producer.out
sed 's/^/consumer: /' consumer.out
echo "exit status: producer $producer_status, consumer $consumer_status"
[ "$producer_status" = 0 ] && [ "$consumer_status" = 0 ] && grep -q "$expected" consumer.out
