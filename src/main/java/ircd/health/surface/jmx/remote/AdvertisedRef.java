package ircd.health.surface.jmx.remote;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectInputStream;
import java.io.ObjectOutput;
import java.io.ObjectOutputStream;
import java.lang.reflect.Method;
import java.rmi.Remote;
import java.rmi.server.ObjID;
import java.rmi.server.Operation;
import java.rmi.server.RemoteCall;
import java.rmi.server.RemoteObject;
import java.rmi.server.RemoteRef;

/**
 * A reference to an exported object, to be sent to clients, under a host of our choice. The JDK would write one host
 * into all references of the JVM: the system property {@code java.rmi.server.hostname}, also into those of {@code
 * jconsole PID}, which a host beyond a NAT would break. What is written is documented as the serialized form of {@link
 * RemoteObject}, {@code UnicastRef2}.
 */
@SuppressWarnings({"deprecation", "serial"}) // RemoteRef brings both; only the JDK's own class is ever read back
final class AdvertisedRef implements RemoteRef {
    private static final long serialVersionUID = 1L;
    private static final String DEFAULT_FACTORY = "0";

    private final String host;
    private final int port;
    private final transient Object clientSocketFactory;
    private final ObjID id;

    private AdvertisedRef(String host, int port, Object clientSocketFactory, ObjID id) {
        this.host = host;
        this.port = port;
        this.clientSocketFactory = clientSocketFactory;
        this.id = id;
    }

    /** Refers to the same object as the stub of an object exported with socket factories, by way of {@code host}. */
    static AdvertisedRef to(Remote stub, String host) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            ((RemoteObject) stub).getRef().writeExternal(out);
        }
        // Written a moment ago by ourselves.
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            boolean ownFactory = in.readByte() != 0;
            in.readUTF();
            int port = in.readInt();
            return new AdvertisedRef(host, port, ownFactory ? in.readObject() : DEFAULT_FACTORY, ObjID.read(in));
        } catch (ClassNotFoundException e) {
            throw new IOException("the stub cannot be read", e);
        }
    }

    @Override
    public String getRefClass(ObjectOutput out) {
        return "UnicastRef2";
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        boolean ownFactory = clientSocketFactory != DEFAULT_FACTORY;
        out.writeByte(ownFactory ? 1 : 0);
        out.writeUTF(host);
        out.writeInt(port);
        if (ownFactory) {
            out.writeObject(clientSocketFactory);
        }
        id.write(out);
        out.writeBoolean(false);
    }

    @Override
    public void readExternal(ObjectInput in) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Object invoke(Remote stub, Method method, Object[] arguments, long hash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public RemoteCall newCall(RemoteObject object, Operation[] operations, int operation, long hash) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void invoke(RemoteCall call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void done(RemoteCall call) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int remoteHashCode() {
        return id.hashCode();
    }

    @Override
    public boolean remoteEquals(RemoteRef other) {
        return this == other;
    }

    @Override
    public String remoteToString() {
        return host + ":" + port;
    }
}
