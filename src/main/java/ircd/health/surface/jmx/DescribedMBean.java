package ircd.health.surface.jmx;

import ircd.health.state.Description;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.ReflectionException;
import javax.management.StandardEmitterMBean;
import javax.management.StandardMBean;
import org.jspecify.annotations.Nullable;

/** An MXBean whose descriptions come from the {@link Description} annotations of its interface. */
final class DescribedMBean<T> extends StandardEmitterMBean {
    private final Class<T> mxbeanInterface;
    private final Moments<T> moments;
    private final TableCache tables = new TableCache();

    DescribedMBean(T implementation, Moments<T> moments, Class<T> mxbeanInterface, NotificationEmitter emitter) {
        super(implementation, mxbeanInterface, true, emitter);
        this.moments = moments;
        this.mxbeanInterface = mxbeanInterface;
    }

    @Override
    public Object getAttribute(String name) throws AttributeNotFoundException, MBeanException, ReflectionException {
        Object moment = moments.now();
        Object known = tables.find(name, moment);
        if (known != null) {
            return known;
        }
        Object value = super.getAttribute(name);
        if (moments.now() == moment) { // or it may be of a later one already
            tables.keep(name, moment, value);
        }
        return value;
    }

    /** All of one moment: a change between two of them does not show. Those that cannot be read are left out. */
    @Override
    public AttributeList getAttributes(String[] names) {
        Object moment = moments.now();
        StandardMBean pinned = new StandardMBean(moments.beanOf(moment), mxbeanInterface, true);
        AttributeList all = new AttributeList();
        for (String name : names) {
            Object known = tables.find(name, moment);
            if (known != null) {
                all.add(new Attribute(name, known));
                continue;
            }
            for (Attribute read : pinned.getAttributes(new String[] {name}).asList()) {
                tables.keep(name, moment, read.getValue());
                all.add(read);
            }
        }
        return all;
    }

    /** Sorted: reflection knows no order, and JConsole's tree keeps the one that it is given. */
    @Override
    protected void cacheMBeanInfo(@Nullable MBeanInfo info) {
        super.cacheMBeanInfo(info == null ? null : sorted(info));
    }

    @Override
    public MBeanInfo getMBeanInfo() {
        super.getMBeanInfo(); // caches it the first time, and returns it unsorted
        return super.getMBeanInfo();
    }

    private static MBeanInfo sorted(MBeanInfo info) {
        MBeanAttributeInfo[] attributes = info.getAttributes();
        Arrays.sort(attributes, Comparator.comparing(MBeanAttributeInfo::getName));
        return new MBeanInfo(
                info.getClassName(),
                info.getDescription(),
                attributes,
                info.getConstructors(),
                info.getOperations(),
                info.getNotifications(),
                info.getDescriptor());
    }

    @Override
    protected String getDescription(MBeanInfo info) {
        return text(mxbeanInterface).orElseGet(info::getDescription);
    }

    @Override
    protected String getDescription(MBeanAttributeInfo info) {
        return method((info.isIs() ? "is" : "get") + info.getName())
                .flatMap(element -> text(element))
                .orElseGet(() -> super.getDescription(info));
    }

    @Override
    protected String getDescription(MBeanOperationInfo info) {
        return method(info.getName()).flatMap(element -> text(element)).orElseGet(() -> super.getDescription(info));
    }

    @Override
    protected String getDescription(MBeanOperationInfo info, MBeanParameterInfo parameter, int sequence) {
        return parameter(info, sequence)
                .flatMap(element -> text(element))
                .orElseGet(() -> super.getDescription(info, parameter, sequence));
    }

    @Override
    protected String getParameterName(MBeanOperationInfo info, MBeanParameterInfo parameter, int sequence) {
        return parameter(info, sequence)
                .filter(Parameter::isNamePresent)
                .map(Parameter::getName)
                .orElseGet(() -> super.getParameterName(info, parameter, sequence));
    }

    @Override
    protected int getImpact(MBeanOperationInfo info) {
        return MBeanOperationInfo.ACTION;
    }

    private Optional<Parameter> parameter(MBeanOperationInfo operation, int sequence) {
        return method(operation.getName()).map(method -> method.getParameters()[sequence]);
    }

    /** By name alone: no MXBean of ours overloads. */
    private Optional<Method> method(String name) {
        return Stream.of(mxbeanInterface.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst();
    }

    private static Optional<String> text(AnnotatedElement element) {
        return Optional.ofNullable(element.getAnnotation(Description.class)).map(Description::value);
    }
}
