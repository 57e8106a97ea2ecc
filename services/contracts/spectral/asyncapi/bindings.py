"""What AsyncAPI 3 asks of the bindings of each protocol, as tables in the manner of the engine's.

Beyond its cells: `whole` and `number`, and behind `whole` and `text` what they may be (`whole 0..255`, `text ..48`: the
length).
"""

from typing import Any

from ...formats.asyncapi.fields import Table

type Schema = dict[str, Any]

_METHODS = "'GET'|'PUT'|'POST'|'PATCH'|'DELETE'|'HEAD'|'OPTIONS'|'CONNECT'|'TRACE'"
_REGISTRY = {"schemaRegistryUrl": "text", "schemaRegistryVendor": "text"}
_CONSUMER = {"groupId": "schema", "clientId": "schema"}
_LOOKUP = {
    "schemaIdLocation": "'header'|'payload'", "schemaIdPayloadEncoding": "text", "schemaLookupStrategy": "text",
}  # fmt: skip
_TOPIC = {"topic": "text", "partitions": "whole 1..", "replicas": "whole 1.."}
_VERSION_OF_SQS = "'0.1.0'|'0.2.0'"

BINDINGS: dict[str, Table] = {
    "amqp/0.3.0/channel": {"is": "'queue'|'routingKey'", "exchange": "amqp-exchange", "queue": "amqp-queue"},
    "amqp/0.3.0/operation": {
        "expiration": "whole 0..", "userId": "text", "cc": "[text]", "priority": "whole", "deliveryMode": "1|2",
        "mandatory": "flag", "bcc": "[text]", "timestamp": "flag", "ack": "flag",
    },
    "amqp/0.3.0/message": {"contentEncoding": "text", "messageType": "text"},
    "anypointmq/0.0.1/channel": {"destination": "text", "destinationType": "'exchange'|'queue'|'fifo-queue'"},
    "anypointmq/0.0.1/message": {"headers": "schema|ref"},
    "googlepubsub/0.2.0/channel": {
        "labels": "extended", "messageRetentionDuration": "text", "messageStoragePolicy": "google-storage",
        "schemaSettings!": "google-settings",
    },
    "googlepubsub/0.2.0/message": {"attributes": "extended", "orderingKey": "text", "schema": "google-schema"},
    "http/0.2.0/operation": {"method": _METHODS, "query": "schema"},
    "http/0.2.0/message": {"headers": "schema"},
    "http/0.3.0/operation": {"method": _METHODS, "query": "schema"},
    "http/0.3.0/message": {"headers": "schema", "statusCode": "number"},
    "ibmmq/0.1.0/server": {
        "groupId": "text", "ccdtQueueManagerName": "text", "cipherSpec": "text", "multiEndpointServer": "flag",
        "heartBeatInterval": "whole 0..999999",
    },
    "ibmmq/0.1.0/channel": {
        "destinationType": "'topic'|'queue'", "queue": "ibmmq-queue", "topic": "ibmmq-topic",
        "maxMsgLength": "whole 0..104857600",
    },
    "ibmmq/0.1.0/message": {
        "type": "'string'|'jms'|'binary'", "headers": "text", "description": "text", "expiry": "whole 0..",
    },
    "jms/0.0.1/server": {"jmsConnectionFactory!": "text", "properties": "[jms-property]", "clientID": "text"},
    "jms/0.0.1/channel": {"destination": "text", "destinationType": "'queue'|'fifo-queue'"},
    "jms/0.0.1/message": {"headers": "schema"},
    "kafka/0.3.0/server": _REGISTRY,
    "kafka/0.4.0/server": _REGISTRY,
    "kafka/0.5.0/server": _REGISTRY,
    "kafka/0.3.0/channel": _TOPIC,
    "kafka/0.4.0/channel": {**_TOPIC, "topicConfiguration": "kafka-topic-closed"},
    "kafka/0.5.0/channel": {**_TOPIC, "topicConfiguration": "kafka-topic"},
    "kafka/0.3.0/operation": _CONSUMER,
    "kafka/0.4.0/operation": _CONSUMER,
    "kafka/0.5.0/operation": _CONSUMER,
    "kafka/0.3.0/message": {"key": "schema", **_LOOKUP},
    "kafka/0.4.0/message": {"key": "kafka-key", **_LOOKUP},
    "kafka/0.5.0/message": {"key": "schema|ref", **_LOOKUP},
    "mqtt/0.2.0/server": {
        "clientId": "text", "cleanSession": "flag", "lastWill": "mqtt-will", "keepAlive": "whole",
        "sessionExpiryInterval": "mqtt-session", "maximumPacketSize": "mqtt-packet",
    },
    "mqtt/0.2.0/operation": {"qos": "0|1|2", "retain": "flag", "messageExpiryInterval": "mqtt-expiry"},
    "mqtt/0.2.0/message": {
        "payloadFormatIndicator": "0|1", "correlationData": "schema|ref", "contentType": "text",
        "responseTopic": "mqtt-topic",
    },
    "nats/0.1.0/operation": {"queue": "text ..255"},
    "pulsar/0.1.0/server": {"tenant": "text"},
    "pulsar/0.1.0/channel": {
        "namespace!": "text", "persistence!": "'persistent'|'non-persistent'", "compaction": "whole 0..",
        "geo-replication": "[text]", "retention": "pulsar-retention", "ttl": "whole", "deduplication": "flag",
    },
    "ros2/0.1.0/server": {"domainId": "whole 0..231", "rmwImplementation": "text"},
    "ros2/0.1.0/operation": {
        "node!": "text", "qosPolicies": "ros2-quality",
        "role!": "'publisher'|'action_client'|'service_client'|'subscriber'|'action_server'|'service_server'",
    },
    "sns/0.1.0/channel": {
        "name!": "text", "ordering": "sns-ordering", "policy": "aws-policy", "tags": "extended",
        "bindingVersion": "text",
    },
    "sns/0.1.0/operation": {
        "topic": "sns-identifier", "consumers!": "sns-consumers", "deliveryPolicy": "sns-delivery",
        "bindingVersion": "text",
    },
    "solace/0.2.0/server": {"msvVpn": "text"},
    "solace/0.3.0/server": {"msgVpn": "text"},
    "solace/0.4.0/server": {"msgVpn": "text", "clientName": "text 1..160"},
    "solace/0.2.0/operation": {"destinations": "[solace-destination-2]"},
    "solace/0.3.0/operation": {"destinations": "[solace-destination]"},
    "solace/0.4.0/operation": {
        "destinations": "[solace-destination]", "timeToLive": "whole", "priority": "whole 0..255",
        "dmqEligible": "flag",
    },
    "sqs/0.2.0/channel": {
        "queue!": "sqs-queue", "deadLetterQueue": "sqs-queue", "bindingVersion": _VERSION_OF_SQS,
    },
    "sqs/0.2.0/operation": {"queues!": "[sqs-queue-named]", "bindingVersion": _VERSION_OF_SQS},
    "websockets/0.1.0/channel": {"method": "'GET'|'POST'", "query": "schema|ref", "headers": "schema|ref"},
}  # fmt: skip
"""By protocol, version of the binding and what it binds; each of them also has its version."""

_KAFKA_TOPIC = {
    "cleanup.policy": "['compact'|'delete']", "retention.ms": "whole -1..", "retention.bytes": "whole -1..",
    "delete.retention.ms": "whole 0..", "max.message.bytes": "whole 0..",
}  # fmt: skip
_SQS_QUEUE = {
    "deduplicationScope": "'queue'|'messageGroup'", "fifoThroughputLimit": "'perQueue'|'perMessageGroupId'",
    "deliveryDelay": "whole 0..900", "visibilityTimeout": "whole 0..43200", "receiveMessageWaitTime": "whole",
    "messageRetentionPeriod": "whole 60..1209600", "redrivePolicy": "sqs-redrive", "policy": "aws-policy",
    "tags": "extended",
}  # fmt: skip
PARTS: dict[str, Table] = {
    "amqp-exchange": {
        "name": "text ..255", "type": "'topic'|'direct'|'fanout'|'default'|'headers'", "durable": "flag",
        "autoDelete": "flag", "vhost": "text",
    },
    "amqp-queue": {
        "name": "text ..255", "durable": "flag", "exclusive": "flag", "autoDelete": "flag", "vhost": "text",
    },
    "aws-policy": {"statements!": "[aws-statement]"},
    "aws-statement": {"effect!": "'Allow'|'Deny'", "principal!": "texts", "action!": "texts"},
    "google-schema": {"name!": "text"},
    "google-settings": {
        "encoding!": "text", "name!": "text", "firstRevisionId": "text", "lastRevisionId": "text",
    },
    "google-storage": {"allowedPersistenceRegions": "[text]"},
    "ibmmq-queue": {"objectName!": "text ..48", "isPartitioned": "flag", "exclusive": "flag"},
    "ibmmq-topic": {
        "string": "text ..10240", "objectName": "text ..48", "durablePermitted": "flag", "lastMsgRetained": "flag",
    },
    "jms-property": {"name!": "text", "value!": "simple"},
    "kafka-topic": {
        **_KAFKA_TOPIC, "confluent.key.schema.validation": "flag", "confluent.key.subject.name.strategy": "text",
        "confluent.value.schema.validation": "flag", "confluent.value.subject.name.strategy": "text",
    },
    "kafka-topic-closed": _KAFKA_TOPIC,
    "mqtt-will": {"topic": "text", "qos": "0|1|2", "message": "text", "retain": "flag"},
    "pulsar-retention": {"time": "whole 0..", "size": "whole 0.."},
    "ros2-quality": {
        "deadline": "whole", "durability": "'transient_local'|'volatile'",
        "history": "'keep_last'|'keep_all'|'unknown'", "leaseDuration": "whole", "lifespan": "whole",
        "liveliness": "'automatic'|'manual'", "reliability": "'best_effort'|'realiable'",
    },
    "sns-consumer": {
        "protocol!": "'http'|'https'|'email'|'email-json'|'sms'|'sqs'|'application'|'lambda'|'firehose'",
        "endpoint!": "sns-identifier", "filterPolicy": "sns-filter", "rawMessageDelivery!": "flag",
        "filterPolicyScope": "'MessageAttributes'|'MessageBody'", "redrivePolicy": "sns-redrive",
        "deliveryPolicy": "sns-delivery", "displayName": "text",
    },
    "sns-delivery": {
        **dict.fromkeys(
            ("minDelayTarget", "maxDelayTarget", "numRetries", "numNoDelayRetries", "numMinDelayRetries",
             "numMaxDelayRetries", "maxReceivesPerSecond"), "whole"
        ),
        "backoffFunction": "'arithmetic'|'exponential'|'geometric'|'linear'",
    },
    "sns-identifier": dict.fromkeys(("url", "email", "phone", "arn", "name"), "text"),
    "sns-ordering": {"type!": "'standard'|'FIFO'", "contentBasedDeduplication": "flag"},
    "sns-redrive": {"deadLetterQueue!": "sns-identifier", "maxReceiveCount": "whole"},
    "sqs-identifier": {"arn": "text", "name": "text"},
    "sqs-queue": {"name!": "text", "fifoQueue!": "flag", **_SQS_QUEUE},
    "sqs-queue-named": {"$ref": "text", "name!": "text", "fifoQueue": "flag", **_SQS_QUEUE},
    "sqs-redrive": {"deadLetterQueue!": "sqs-identifier", "maxReceiveCount": "whole"},
}  # fmt: skip
"""What stands in bindings: objects to which anything may be added, but for those in CLOSED."""

CLOSED = frozenset(("google-storage", "kafka-topic-closed", "pulsar-retention"))


def _held(member: str, value: str, *, needs: tuple[str, ...] = (), bars: str = "") -> Schema:
    """An alternative: a member has this value, others are needed, another one is barred."""
    told: Schema = {"properties": {member: {"const": value}}}
    if needs:
        told["required"] = list(needs)
    if bars:
        told["not"] = {"required": [bars]}
    return told


ONE_OF: dict[str, list[Schema]] = {
    "amqp/0.3.0/channel": [
        _held("is", "routingKey", needs=("exchange",), bars="queue"),
        _held("is", "queue", needs=("queue",), bars="exchange"),
    ],
    "ibmmq/0.1.0/channel": [
        _held("destinationType", "topic", bars="queue"),
        _held("destinationType", "queue", needs=("queue",), bars="topic"),
    ],
    "ibmmq/0.1.0/message": [
        _held("type", "binary"),
        _held("type", "jms", bars="headers"),
        _held("type", "string", bars="headers"),
    ],
}
"""What else holds for some bindings: one of these."""
_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def _destination(**more: Schema) -> Schema:
    access = {"type": "string", "enum": ["exclusive", "nonexclusive"]}
    queue = {
        "type": "object",
        "properties": {"name": _TEXT, "topicSubscriptions": _TEXTS, "accessType": access, **more},
    }
    return {
        "type": "object",
        "properties": {"deliveryMode": {"type": "string", "enum": ["direct", "persistent"]}},
        "oneOf": [
            {"properties": {"destinationType": {"type": "string", "const": "queue"}, "queue": queue}},
            {"properties": {"destinationType": {"type": "string", "const": "topic"}, "topicSubscriptions": _TEXTS}},
        ],
    }


def _counted(least: int, most: int | None = None) -> Schema:
    """A number, or a schema for it."""
    number = {"type": "integer", "minimum": least} | ({} if most is None else {"maximum": most})
    return {"oneOf": [number, *_SCHEMA_OR_REF]}


_SCHEMA_OR_REF: list[Schema] = [{"$ref": "#/definitions/schema"}, {"$ref": "#/definitions/ref"}]
SHAPES: dict[str, Schema] = {
    "kafka-key": {"anyOf": [*reversed(_SCHEMA_OR_REF), {"$ref": "#/definitions/avro"}]},
    "mqtt-expiry": _counted(0, 4294967295),
    "mqtt-packet": _counted(1, 4294967295),
    "mqtt-session": _counted(0),
    "mqtt-topic": {"oneOf": [{"type": "string", "format": "uri-template", "minLength": 1}, *_SCHEMA_OR_REF]},
    "simple": {"type": ["string", "boolean", "number", "null"]},
    "sns-consumers": {"type": "array", "items": {"$ref": "#/definitions/sns-consumer"}, "minItems": 1},
    "sns-filter": {
        "type": "object",
        "patternProperties": {r"^x-[\w\d\.\x2d_]+$": True},
        "additionalProperties": {"oneOf": [_TEXTS, _TEXT, {"type": "object"}]},
    },
    "solace-destination": _destination(maxTtl=_TEXT, maxMsgSpoolUsage=_TEXT),
    "solace-destination-2": _destination(),
    "texts": {"oneOf": [_TEXT, _TEXTS]},
}
"""What a table cannot say."""
