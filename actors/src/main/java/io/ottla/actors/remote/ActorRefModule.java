package io.ottla.actors.remote;

import akka.actor.ExtendedActorSystem;
import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorRefResolver;
import akka.actor.typed.javadsl.Adapter;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;

/** Writes references to actors as their full address, by which any node finds them again. */
@SuppressWarnings("rawtypes") // Jackson registers by class, and a class has no type arguments
final class ActorRefModule extends SimpleModule {
    private static final long serialVersionUID = 1;

    ActorRefModule(ExtendedActorSystem system) {
        addSerializer(ActorRef.class, new Writer(system));
        addDeserializer(ActorRef.class, new Reader(system));
    }

    private static ActorRefResolver resolver(ExtendedActorSystem system) {
        return ActorRefResolver.get(Adapter.toTyped(system));
    }

    private static final class Writer extends StdScalarSerializer<ActorRef> {
        private final transient ExtendedActorSystem system;

        Writer(ExtendedActorSystem system) {
            super(ActorRef.class);
            this.system = system;
        }

        @Override
        public void serialize(ActorRef value, JsonGenerator json, SerializerProvider provider) throws IOException {
            ActorRef<?> typed = value;
            json.writeString(resolver(system).toSerializationFormat(typed));
        }
    }

    private static final class Reader extends StdScalarDeserializer<ActorRef> {
        private final transient ExtendedActorSystem system;

        Reader(ExtendedActorSystem system) {
            super(ActorRef.class);
            this.system = system;
        }

        @Override
        public ActorRef deserialize(JsonParser json, DeserializationContext context) throws IOException {
            return resolver(system).resolveActorRef(json.getText());
        }
    }
}
