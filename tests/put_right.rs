//! Each misuse in `tests/ui` has a twin of its name in `tests/ui/pass`: the program put right, which compiles and
//! runs to its end. One test binary holds them all, because a link for each took longer than all of them.

#![allow(dead_code, reason = "the programs declare what they only check")]
#![allow(clippy::useless_vec, reason = "what a user has need not be what is best")]

/// A module and a test for each program, and their names.
macro_rules! programs {
    ($($name:ident)*) => {
        $(
            mod $name {
                include!(concat!("ui/pass/", stringify!($name), ".rs"));

                #[test]
                fn runs() {
                    let code = std::process::Termination::report(main());
                    assert_eq!(code, std::process::ExitCode::SUCCESS);
                }
            }
        )*

        const PROGRAMS: &[&str] = &[$(stringify!($name)),*];
    };
}

programs! {
    accuracy_of_a_pointer
    accuracy_of_one_output
    accuracy_of_yes_or_no
    average_pool_with_stride_and_padding_of_another_size
    batch_size_as_a_number
    bidirectional_in_a_stream
    bool_for_softmax
    cell_behind_the_last_step
    class_index_for_a_dataset_of_numbers
    class_index_for_sigmoid_cross_entropy
    class_index_for_squared_error
    classes_of_bytes
    concat_of_another_sum
    concat_of_another_sum_inside
    conv1d_of_groups_that_do_not_divide
    conv2d_larger_than_the_image
    conv2d_of_a_graph_does_not_fit
    conv2d_of_an_image_with_channels_first
    conv2d_of_another_size
    conv2d_of_another_size_in_a_named_chain
    conv2d_of_groups_that_do_not_divide
    conv2d_of_other_channels
    conv2d_with_stride_and_padding_of_another_size
    convert_to_another_network
    custom_layer_without_backward
    data_of_arrays
    data_of_f64
    data_of_images_with_channels_first
    data_of_vecs
    dropout_of_everything
    dyn_network_into_a_thread
    elementwise_without_its_macro
    embed_of_a_named_network
    epochs_in_place_of_a_plan
    epsilon_of_nothing
    f32_layer_in_f64_network
    f64_layer_in_f32_network
    fewer_targets_than_columns
    fit_of_a_pointer
    fit_of_a_shared_reference
    fit_of_images_with_channels_first
    flatten_of_another_count
    flatten_of_another_count_in_a_named_chain
    forgotten_gradient
    forward_of_an_array
    generator_of_another_rand
    generic_code_with_too_few_bounds
    global_pool_in_a_stream
    gradient_of_another_batch
    gradient_of_another_shape
    graph_call_does_not_fit
    graph_gives_another_size
    graph_has_fewer_outputs
    graph_layer_is_never_called
    graph_makes_a_variable_twice
    graph_makes_what_it_does_not_use
    graph_sizes_do_not_add_up
    graph_uses_what_is_not_made_yet
    graph_with_an_operator
    graph_without_such_a_layer
    graph_without_such_a_variable
    half_precision_in_training
    head_does_not_fit
    heads_in_another_order
    image_into_a_dense_layer
    image_of_other_channels
    init_of_a_number
    integers_as_weights
    large_network_by_value
    layer_deep_inside_does_not_fit
    layer_inside_without_its_gradient
    loss_of_another_number_type
    matrix_of_unknown_size
    maximum_that_counts_padding
    named_neighbours_do_not_fit
    neighbours_do_not_fit
    nested_stack_does_not_fit
    network_of_21_layers
    network_of_no_shape
    network_with_generics
    network_without_a_comma
    network_without_a_seed
    network_without_parentheses
    not_a_layer
    observer_returns_a_bool
    optimizer_without_a_rate
    over_budget
    over_budget_in_training
    over_budget_of_a_state
    padded_layer_that_looks_ahead
    parameters_behind_a_pointer
    parameters_forget_a_field
    parameters_of_another_number_type
    plain_tuple_does_not_fit
    pool_in_the_padding_alone
    pool_larger_than_the_image
    pool_of_a_vector
    pool_of_another_size
    pool_of_two_rows_on_a_sequence
    pool_with_two_strides
    pools_of_a_graph_do_not_fit
    predict_of_a_batch
    predict_of_a_reference
    predict_of_a_vec
    predict_of_an_image_with_channels_first
    rate_as_a_decimal
    residual_changes_size
    residual_changes_size_in_an_alias
    residual_of_two_layers
    rule_that_is_a_number
    sequence_where_a_vector_is_said
    size_that_is_a_variable
    sizes_as_arguments
    sizes_as_arguments_in_a_network
    slice_beyond_the_features
    slice_of_a_mixed_network
    softmax_before_a_loss_on_logits
    static_from_a_seed
    step_of_an_array
    stream_gives_another_size
    stream_graph_call_does_not_fit
    stream_in_a_network_of_vectors
    stream_layer_that_has_not_said_stateless
    stream_neighbours_do_not_fit
    stream_of_a_layer_that_needs_a_window
    stream_state_of_another_batch
    sum_of_different_sizes
    target_of_a_shorter_sequence
    target_of_wrong_length
    tensor_without_axes
    trainer_of_an_optimizer_alone
    trainer_of_another_network
    tuple_into_a_dense_layer
    tuple_of_21_layers
    unflatten_of_another_count
    weights
    window_conv1d_in_a_stream
    window_conv1d_of_another_length
    windows_of_another_length
    wrong_array_into_network
    wrong_batch
    wrong_input_size
    wrong_output_size
    zeros_around_an_image_of_another_size
}

#[test]
fn every_program_is_listed() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/ui/pass");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of this package")
        .map(|file| {
            file.expect("the folder can be read")
                .file_name()
                .into_string()
                .expect("names are ASCII")
        })
        .collect();
    files.sort();
    assert_eq!(files, PROGRAMS.iter().map(|name| format!("{name}.rs")).collect::<Vec<_>>());
}
