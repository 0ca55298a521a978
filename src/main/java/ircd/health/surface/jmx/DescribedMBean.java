package ircd.health.surface.jmx;

import ircd.health.state.Description;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.AttributeList;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.NotificationEmitter;
import javax.management.StandardEmitterMBean;
import javax.management.StandardMBean;

/** An MXBean whose descriptions come from the {@link Description} annotations of its interface. */
final class DescribedMBean<T> extends StandardEmitterMBean {
    private final Supplier<? extends T> pinned;
    private final Class<T> mxbeanInterface;

    /** @param pinned makes the bean of one moment, from which all attributes that are asked for together are read */
    DescribedMBean(
            T implementation, Supplier<? extends T> pinned, Class<T> mxbeanInterface, NotificationEmitter emitter) {
        super(implementation, mxbeanInterface, true, emitter);
        this.pinned = pinned;
        this.mxbeanInterface = mxbeanInterface;
    }

    @Override
    public AttributeList getAttributes(String[] names) {
        return new StandardMBean(pinned.get(), mxbeanInterface, true).getAttributes(names);
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
